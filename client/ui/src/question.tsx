import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

interface QuestionProps {
  title: string;
  /** The harmless answer. */
  no: string;
  /** The one that `onYes` is for. */
  yes: string;
  onYes: () => void;
  onClose: () => void;
  /** What is to be known, or chosen, before. */
  children?: ComponentChildren;
}

/** Asks whether that is meant. */
export function Question({ title, no, yes, onYes, onClose, children }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="panel question"
      role="alertdialog"
      ref={dialog}
      aria-labelledby={titleId}
      aria-describedby={children ? textId : undefined}
      onClose={onClose}
    >
      <h2 id={titleId}>{title}</h2>
      {children && <div id={textId}>{children}</div>}
      {/* The harmless answer comes first, and gets the focus. */}
      <p class="question-buttons">
        <button class="button" type="button" autofocus onClick={() => dialog.current?.close()}>
          {no}
        </button>
        <button
          class="button danger"
          type="button"
          onClick={() => {
            onYes();
            dialog.current?.close();
          }}
        >
          {yes}
        </button>
      </p>
    </dialog>
  );
}
