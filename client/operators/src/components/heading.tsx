import { useLayoutEffect, useRef } from "preact/hooks";

/** A screen's heading, which has the focus when the screen comes up: there whoever hears the page begins. */
export function Heading({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    heading.current?.focus();
    document.title = `${text} – RtcHub operators`;
  }, [text]);
  return (
    <h1 tabIndex={-1} ref={heading}>
      {text}
    </h1>
  );
}
