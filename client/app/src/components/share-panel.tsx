import { useSignal } from "@preact/signals";
import { Panel } from "rtchub-ui";
import { copyLink } from "../state/copy-link";
import { words } from "../words";
import { LinkIcon, ShareIcon } from "./icons";
import { QrCode } from "./qr-code";

/** Every way to give the call's link to someone: a code for their phone, the clipboard, the device's own menu. */
export function SharePanel({ link, onClose }: { link: string; onClose: () => void }) {
  const said = useSignal("");
  const say = words.value.share;
  const copy = async () => {
    said.value = (await copyLink(link)) ? words.value.call.copied : say.byHand;
  };
  return (
    <Panel title={say.title} closeLabel={words.value.close} onClose={onClose}>
      <div class="share">
        <QrCode link={link} label={say.code} />
        <p>{say.text}</p>
        <p class="waiting-link">{link}</p>
        <p class="share-buttons">
          <button class="button primary" type="button" onClick={() => void copy()}>
            <LinkIcon />
            {words.value.call.copyLink}
          </button>
          {"share" in navigator && (
            <button class="button" type="button" onClick={() => void shareLink(link)}>
              <ShareIcon />
              {say.send}
            </button>
          )}
        </p>
        <p class="share-said" role="status">
          {said}
        </p>
      </div>
    </Panel>
  );
}

/** The device's own menu. Who closes it without choosing has changed their mind. */
async function shareLink(url: string): Promise<void> {
  await navigator.share({ url }).catch(() => {});
}
