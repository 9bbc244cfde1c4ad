import type { Toasts } from "../state/toasts";
import { words } from "../words";
import { CloseIcon } from "./icons";

/** Notices over the stage: said by screen readers, in nobody's way, waiting for whoever points at them. */
export function ToastStack({ toasts }: { toasts: Toasts }) {
  return (
    <div
      class="toasts"
      role="status"
      aria-label={words.value.notices}
      aria-atomic="false"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocusIn={() => toasts.hold(true)}
      onFocusOut={() => toasts.hold(false)}
    >
      {toasts.shown.value.map(({ id, text, action }) => (
        <div key={id} class="toast">
          <p>{text}</p>
          {action && (
            <button
              class="link-button"
              type="button"
              onClick={() => {
                toasts.dismiss(id);
                action.act();
              }}
            >
              {action.label}
            </button>
          )}
          <button
            class="icon-button"
            type="button"
            aria-label={words.value.dismiss}
            onClick={() => toasts.dismiss(id)}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
