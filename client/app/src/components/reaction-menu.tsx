import { emojis } from "../reactions/reaction-message";
import type { Call } from "../state/call";
import { words } from "../words";
import { ReactIcon } from "./icons";
import { Popover } from "./popover";

export function ReactionMenu({ call }: { call: Call }) {
  const say = words.value.reactions;
  return (
    <Popover label={say.react} icon={<ReactIcon />}>
      {(close) => (
        <div class="reaction-choices">
          {emojis.map((emoji) => (
            <button
              key={emoji}
              class="icon-button emoji"
              type="button"
              title={say.names[emoji]}
              aria-label={say.names[emoji]}
              onClick={() => {
                close();
                call.react(emoji);
              }}
            >
              <span aria-hidden="true">{emoji}</span>
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
