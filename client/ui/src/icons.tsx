import type { ComponentChildren } from "preact";

// Drawn here, so that the page asks nobody else for anything. All are decoration: the words stand beside them.
export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

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

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6 6 18" />
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
