// What the pages have in common. The words are each page's own.
export { Brand } from "./brand";
export { CloseIcon, Icon, LockIcon, LogoIcon, RemoveIcon, UnlockIcon } from "./icons";
export { Panel } from "./panel";
export { Question } from "./question";
export { Scroller } from "./scroller";
export { ToastStack } from "./toast-stack";
export { type Say, type Toast, type ToastAction, Toasts } from "./toasts";
