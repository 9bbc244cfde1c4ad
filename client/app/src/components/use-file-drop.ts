import { useEffect } from "preact/hooks";
import type { DropTarget } from "../files/files";
import type { Call } from "../state/call";

/** Takes files that are dropped anywhere on the page: those on someone's tile are for that one. */
export function useFileDrop(call: Call): void {
  useEffect(() => {
    const { files, peers, moderation } = call;
    const handleOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files") || !moderation.mayCall.value) return;
      event.preventDefault();
      files.dropTarget.value = targetOf(event);
    };
    const handleLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) files.dropTarget.value = null;
    };
    const handleDrop = (event: DragEvent) => {
      if (files.dropTarget.value === null) return;
      event.preventDefault();
      const key = targetOf(event);
      files.dropTarget.value = null;
      const peer = peers.value.find((one) => one.key === key);
      files.send(droppedFiles(event.dataTransfer), peer?.remote ?? "everyone");
    };
    addEventListener("dragover", handleOver);
    addEventListener("dragleave", handleLeave);
    addEventListener("drop", handleDrop);
    return () => {
      removeEventListener("dragover", handleOver);
      removeEventListener("dragleave", handleLeave);
      removeEventListener("drop", handleDrop);
    };
  }, [call]);
}

function targetOf({ target }: DragEvent): DropTarget {
  const tile = target instanceof Element ? target.closest<HTMLElement>("[data-peer]") : null;
  return tile ? Number(tile.dataset.peer) : "everyone";
}

/** A folder is dropped like a file, but cannot be read like one. */
function droppedFiles(data: DataTransfer | null): File[] {
  const items = [...(data?.items ?? [])].filter((item) => !item.webkitGetAsEntry()?.isDirectory);
  return items.map((item) => item.getAsFile()).filter((file) => file !== null);
}
