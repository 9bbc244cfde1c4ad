import type { ComponentChildren } from "preact";
import type { Call } from "../state/call";
import { hasFullScreen, isFullScreen, toggleFullScreen } from "../state/full-screen";
import { words } from "../words";
import {
  CheckIcon,
  DetailsIcon,
  FullScreenIcon,
  GalleryIcon,
  KeyboardIcon,
  MoreIcon,
  SpeakerViewIcon,
} from "./icons";
import { LanguageChoice } from "./language-choice";
import { Popover } from "./popover";

interface MoreMenuProps {
  call: Call;
  onCheck: () => void;
  onDetails: () => void;
  onHelp: () => void;
}

/** What is needed now and then, out of the way of what is needed all the time. */
export function MoreMenu({ call, onCheck, onDetails, onHelp }: MoreMenuProps) {
  const { view } = call;
  const say = words.value.call;
  return (
    <Popover label={say.more} icon={<MoreIcon />}>
      {(close) => {
        const item = (icon: ComponentChildren, text: string, act: () => void) => (
          <button
            class="menu-item"
            type="button"
            onClick={() => {
              close();
              act();
            }}
          >
            {icon}
            {text}
          </button>
        );
        return (
          <>
            {view.isSpeakerView.value
              ? item(<GalleryIcon />, say.galleryView, () => view.toggleSpeakerView())
              : item(<SpeakerViewIcon />, say.speakerView, () => view.toggleSpeakerView())}
            {hasFullScreen &&
              item(
                <FullScreenIcon />,
                isFullScreen.value ? say.exitFullScreen : say.fullScreen,
                toggleFullScreen,
              )}
            {item(<KeyboardIcon />, words.value.shortcuts.title, onHelp)}
            {item(<DetailsIcon />, words.value.details.title, onDetails)}
            {item(<CheckIcon />, words.value.checkConnection, onCheck)}
            <LanguageChoice />
          </>
        );
      }}
    </Popover>
  );
}
