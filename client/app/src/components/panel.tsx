import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { words } from "../words";
import { CloseIcon } from "./icons";

interface PanelProps {
  title: string;
  /** With room for a table. */
  wide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog over the page. */
export function Panel({ title, wide = false, onClose, children }: PanelProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="panel" data-wide={wide} ref={dialog} aria-labelledby={titleId} onClose={onClose}>
      <div class="panel-header">
        <h2 id={titleId}>{title}</h2>
        <button
          class="icon-button"
          type="button"
          aria-label={words.value.close}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </div>
      {children}
    </dialog>
  );
}
