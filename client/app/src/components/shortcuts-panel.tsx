import { Panel } from "rtchub-ui";
import { hasFullScreen } from "../state/full-screen";
import { areShortcutsOn, shortcutKeys, switchShortcuts } from "../state/shortcuts";
import { words } from "../words";

interface ShortcutsPanelProps {
  canShareScreen: boolean;
  onClose: () => void;
}

/** Which key does what in a call. */
export function ShortcutsPanel({ canShareScreen, onClose }: ShortcutsPanelProps) {
  const say = words.value.shortcuts;
  const missing = [!hasFullScreen && "f", !canShareScreen && "d"];
  const keys = shortcutKeys.filter((key) => !missing.includes(key));
  return (
    <Panel title={say.title} closeLabel={words.value.close} onClose={onClose}>
      <dl class="shortcuts">
        {keys.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{key === "?" ? key : key.toUpperCase()}</kbd>
            </dt>
            <dd>{say.keys[key]}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>{say.escape}</dd>
        </div>
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          checked={areShortcutsOn.value}
          onChange={(event) => switchShortcuts(event.currentTarget.checked)}
        />
        {say.on}
      </label>
    </Panel>
  );
}
