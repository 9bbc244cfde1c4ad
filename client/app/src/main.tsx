import { effect } from "@preact/signals";
import { render } from "preact";
import { checkConnectivity, join, joinSealed } from "rtchub";
import { App } from "./components/app";
import { AppState } from "./state/app-state";
import { language } from "./words";
import "rtchub-ui/styles/tokens.css";
import "rtchub-ui/styles/base.css";
import "rtchub-ui/styles/controls.css";
import "rtchub-ui/styles/panel.css";
import "rtchub-ui/styles/table.css";
import "rtchub-ui/styles/toasts.css";
import "./styles/controls.css";
import "./styles/lobby.css";
import "./styles/call.css";
import "./styles/tile.css";
import "./styles/sealed.css";
import "./styles/chat.css";
import "./styles/details.css";
import "./styles/files.css";
import "./styles/menu.css";
import "./styles/panel.css";
import "./styles/reactions.css";

// Only another link changes what is behind the "#": it leads to another call.
addEventListener("hashchange", () => location.reload());

effect(() => {
  document.documentElement.lang = language.value;
});

const root = document.getElementById("app");
if (root) render(<App state={new AppState({ join, joinSealed }, checkConnectivity)} />, root);
