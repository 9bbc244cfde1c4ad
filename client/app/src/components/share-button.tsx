import { useSignal } from "@preact/signals";
import { words } from "../words";
import { QrIcon } from "./icons";
import { SharePanel } from "./share-panel";

export function ShareButton({ link }: { link: string }) {
  const isOpen = useSignal(false);
  const label = words.value.share.title;
  return (
    <>
      <button
        class="button square"
        type="button"
        title={label}
        aria-label={label}
        onClick={() => {
          isOpen.value = true;
        }}
      >
        <QrIcon />
      </button>
      {isOpen.value && (
        <SharePanel
          link={link}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </>
  );
}
