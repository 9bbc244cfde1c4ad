import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { TileSize } from "./grid-layout";

/** How large an element is inside, also while that changes. */
export function useArea(ref: RefObject<HTMLElement | null>): TileSize {
  const area = useSignal<TileSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      area.value = { width: element.clientWidth, height: element.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, area]);
  return area.value;
}
