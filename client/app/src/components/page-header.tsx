import { Brand } from "rtchub-ui";
import { LanguageChoice } from "./language-choice";

/** Above every screen but the call. */
export function PageHeader() {
  return (
    <header class="page-header">
      <Brand />
      <LanguageChoice />
    </header>
  );
}
