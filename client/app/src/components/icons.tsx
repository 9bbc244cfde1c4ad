import { Icon } from "rtchub-ui";

// All are decoration: the words stand beside them.
const microphone = (
  <path d="M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6" />
);
const camera = (
  <path d="M5 6h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2ZM15 11l6-4v10l-6-4" />
);
const slash = <path d="M4 3l16 18" />;

export const MicrophoneIcon = () => <Icon>{microphone}</Icon>;

export const MicrophoneOffIcon = () => (
  <Icon>
    {microphone}
    {slash}
  </Icon>
);

export const CameraIcon = () => <Icon>{camera}</Icon>;

export const CameraOffIcon = () => (
  <Icon>
    {camera}
    {slash}
  </Icon>
);

export const ScreenIcon = () => (
  <Icon>
    <path d="M4 4h16v11H4ZM9 20h6M12 15v5M12 12V7M9.5 9.5 12 7l2.5 2.5" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon>
    <path d="M6 15l6-6 6 6" />
  </Icon>
);

export const SpeakerIcon = () => (
  <Icon>
    <path d="M4 9.5h3.5L12 6v12l-4.5-3.5H4ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />
  </Icon>
);

export const ClipIcon = () => (
  <Icon>
    <path d="M19 11.5 12 18.5a4.2 4.2 0 0 1-6-6L13.5 5a2.8 2.8 0 0 1 4 4L10 16.5a1.4 1.4 0 0 1-2-2l6.5-6.5" />
  </Icon>
);

export const FileIcon = () => (
  <Icon>
    <path d="M6 3h8l5 5v13H6ZM14 3v5h5" />
  </Icon>
);

export const DetailsIcon = () => (
  <Icon>
    <path d="M5 20v-5M12 20V10M19 20V4" />
  </Icon>
);

export const ChatIcon = () => (
  <Icon>
    <path d="M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM8 9h8M8 12.5h5" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon>
    <path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7l1-1" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M4 12 20 4l-5 16-4-6-7-2ZM11 14l4-4" />
  </Icon>
);

export const SealIcon = () => (
  <Icon>
    <path d="M8 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM11.5 12H20.5v3M16.5 12v2.5" />
  </Icon>
);

export const ShieldIcon = () => (
  <Icon>
    <path d="M12 3l7 2.5V11c0 4.5-3 8-7 10-4-2-7-5.5-7-10V5.5L12 3ZM9 11.5l2.2 2.2 4-4.2" />
  </Icon>
);

export const PersonIcon = () => (
  <Icon>
    <path d="M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20a7.5 7.5 0 0 1 15 0" />
  </Icon>
);

export const GlobeIcon = () => (
  <Icon>
    <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 9.5h17M3.5 14.5h17M12 3c-5 5.5-5 12.5 0 18 5-5.5 5-12.5 0-18Z" />
  </Icon>
);

export const PinIcon = () => (
  <Icon>
    <path d="M9 4h6l-.7 6 3.2 3.5h-11L9.7 10 9 4ZM12 13.5V20" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />
  </Icon>
);

export const GalleryIcon = () => (
  <Icon>
    <path d="M4 5h7v6H4ZM13 5h7v6h-7ZM4 13h7v6H4ZM13 13h7v6h-7Z" />
  </Icon>
);

export const SpeakerViewIcon = () => (
  <Icon>
    <path d="M4 4h16v10H4ZM4 17h4v3H4ZM10 17h4v3h-4ZM16 17h4v3h-4Z" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M3 12h4l3-7 4 14 3-7h4" />
  </Icon>
);

export const HandIcon = () => (
  <Icon>
    <path d="M8 12V6a1.5 1.5 0 0 1 3 0v5M11 10V4.5a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-6.5 7c-2.5 0-4-1.2-5.3-3.3L3.3 14a1.5 1.5 0 0 1 2.6-1.5L8 15v-4" />
  </Icon>
);

export const ReactIcon = () => (
  <Icon>
    <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 14a4.5 4.5 0 0 0 8 0M9 9.5h.01M15 9.5h.01" />
  </Icon>
);

export const PipIcon = () => (
  <Icon>
    <path d="M20 10V6a1 1 0 0 0-1-1H4a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h6M13 13h8v6h-8Z" />
  </Icon>
);

export const FullScreenIcon = () => (
  <Icon>
    <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
  </Icon>
);

export const KeyboardIcon = () => (
  <Icon>
    <path d="M3 6h18v12H3ZM7 10h.01M11 10h.01M15 10h.01M18 10h.01M7 14.5h10" />
  </Icon>
);

export const QrIcon = () => (
  <Icon>
    <path d="M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2v2h-2ZM18 18h2v2h-2ZM20 14v.01M14 20v-.01" />
  </Icon>
);

export const ShareIcon = () => (
  <Icon>
    <path d="M12 15V3M8 7l4-4 4 4M6 11H5v9h14v-9h-1" />
  </Icon>
);
