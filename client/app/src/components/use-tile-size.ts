import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { type TileSize, tileSize } from "./grid-layout";

/** The size of each of `count` tiles in an element, also while that element changes its size. */
export function useTileSize(area: RefObject<HTMLElement | null>, count: number, gap: number): TileSize {
  const room = useSignal({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    const measure = () => {
      room.value = { width: element.clientWidth, height: element.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [area, room]);
  return tileSize(count, room.value.width, room.value.height, gap);
}
