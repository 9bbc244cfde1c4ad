import { LogoIcon } from "./icons";

export function Brand() {
  return (
    <span class="brand">
      <LogoIcon />
      RtcHub
    </span>
  );
}
