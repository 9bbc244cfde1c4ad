import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

interface FileButtonProps {
  look: string;
  label: string;
  onFiles: (files: File[]) => void;
  children: ComponentChildren;
}

/** Has the user choose files. */
export function FileButton({ look, label, onFiles, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        class={look}
        type="button"
        title={label}
        aria-label={label}
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file again is a choice too.
          currentTarget.value = "";
        }}
      />
    </>
  );
}
