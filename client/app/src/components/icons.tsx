import type { ComponentChildren } from "preact";

// Drawn here, so that the page asks nobody else for anything. All are decoration: the words stand beside them.
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

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

export const LockIcon = () => (
  <Icon>
    <path d="M6 11h12v9H6ZM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2" />
  </Icon>
);

export const UnlockIcon = () => (
  <Icon>
    <path d="M6 11h12v9H6ZM8.5 11V7.5a3.5 3.5 0 0 1 6.8-1.2M12 14.5v2" />
  </Icon>
);

export const RemoveIcon = () => (
  <Icon>
    <path d="M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM3 20a7 7 0 0 1 12.5-4.3M16 19h6" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M4 12 20 4l-5 16-4-6-7-2ZM11 14l4-4" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
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

export const LogoIcon = () => (
  <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="9" />
    <path d="M16 16 9.5 10M16 16l7-5M16 16l-1 8" />
    <circle cx="16" cy="16" r="4" />
    <circle cx="9" cy="9.5" r="2.6" />
    <circle cx="23.5" cy="10.5" r="2.6" />
    <circle cx="15" cy="24.5" r="2.6" />
  </svg>
);
