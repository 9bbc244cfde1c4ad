import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { CloseIcon } from "./icons";

interface PanelProps {
  title: string;
  /** What the button says that closes it. */
  closeLabel: string;
  /** With room for a table. */
  wide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A dialog over the page. */
export function Panel({ title, closeLabel, wide = false, onClose, children }: PanelProps) {
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
          aria-label={closeLabel}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </div>
      {children}
    </dialog>
  );
}
