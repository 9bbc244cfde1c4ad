import { render } from "preact";
import "rtchub-ui/styles/tokens.css";
import "rtchub-ui/styles/base.css";
import "rtchub-ui/styles/controls.css";
import "rtchub-ui/styles/panel.css";
import "rtchub-ui/styles/table.css";
import "rtchub-ui/styles/toasts.css";
import { App } from "./components/app";
import { OperatorsState } from "./state/operators-state";
import "./styles/page.css";
import "./styles/plots.css";
import "./styles/mesh.css";

const root = document.getElementById("operators");
if (root) render(<App state={new OperatorsState()} />, root);
