import { CloseIcon } from "./icons";
import type { Toasts } from "./toasts";

interface ToastStackProps {
  toasts: Toasts;
  /** What they are called, and the button that sends one away. */
  label: string;
  dismissLabel: string;
}

/** Notices over the stage: said by screen readers, in nobody's way, waiting for whoever points at them. */
export function ToastStack({ toasts, label, dismissLabel }: ToastStackProps) {
  return (
    <div
      class="toasts"
      role="status"
      aria-label={label}
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
            aria-label={dismissLabel}
            onClick={() => toasts.dismiss(id)}
          >
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
