import { render } from "preact";
import { checkConnectivity, join } from "rtchub";
import { App } from "./components/app";
import { AppState } from "./state/app-state";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/lobby.css";
import "./styles/call.css";
import "./styles/tile.css";
import "./styles/chat.css";
import "./styles/panel.css";

const root = document.getElementById("app");
if (root) render(<App state={new AppState(join, checkConnectivity)} />, root);
