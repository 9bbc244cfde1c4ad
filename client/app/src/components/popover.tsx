import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

const margin = 8;

interface PopoverProps {
  label: string;
  /** How the button looks: one of the control bar unless said otherwise, where its label stands below the icon. */
  look?: "control" | "device-menu" | "tile-button";
  icon: ComponentChildren;
  /** What opens beside the button. `close` is for what is chosen there. */
  children: (close: () => void) => ComponentChildren;
}

/** A button and what it opens: the browser closes that on Escape and on a click elsewhere. */
export function Popover({ label, look = "control", icon, children }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLFieldSetElement>(null);
  const place = () => {
    if (button.current && panel.current) placeBeside(button.current, panel.current);
  };
  useEffect(() => {
    addEventListener("resize", place);
    return () => removeEventListener("resize", place);
  }, []);
  return (
    <>
      <button
        class={look}
        type="button"
        title={look === "control" ? undefined : label}
        aria-label={label}
        popovertarget={id}
        ref={button}
      >
        {icon}
        {look === "control" && <span class="control-label">{label}</span>}
      </button>
      <fieldset
        id={id}
        class="popover"
        popover="auto"
        aria-label={label}
        ref={panel}
        // It has its size once it is shown, and is in its place before that is painted.
        onBeforeToggle={(event) => event.newState === "open" && requestAnimationFrame(place)}
      >
        {children(() => panel.current?.hidePopover())}
      </fieldset>
    </>
  );
}

/** Centred above the button, or below one in the upper half, as far as the window allows. */
function placeBeside(button: HTMLElement, panel: HTMLElement): void {
  const { left, width, top, bottom } = button.getBoundingClientRect();
  const most = innerWidth - panel.offsetWidth - margin;
  const isAbove = top > innerHeight / 2;
  panel.style.left = `${Math.max(margin, Math.min(most, left + (width - panel.offsetWidth) / 2))}px`;
  panel.style.bottom = isAbove ? `${innerHeight - top + margin}px` : "auto";
  panel.style.top = isAbove ? "auto" : `${bottom + margin}px`;
}
