import type { ComponentChildren } from "preact";
import { type FileView, SentFile } from "../files/file-view";
import { fileState, percentOf, sizeWords } from "../files/file-words";
import { OfferedFile } from "../files/offered-file";
import { words } from "../words";
import { FileIcon } from "./icons";

/** A file in the chat: to each one that it goes to, or from the one who offers it. */
export function FileLine({ files }: { files: readonly FileView[] }) {
  const [first] = files;
  return (
    <div class="chat-text file">
      <p class="file-name">
        <FileIcon />
        <span>
          {first?.name} <span class="file-size">{sizeWords(first?.size ?? 0)}</span>
        </span>
      </p>
      {files.map((file, place) => (
        <FileProgress key={place} file={file} />
      ))}
    </div>
  );
}

function FileProgress({ file }: { file: FileView }) {
  const state = file.state.value;
  const say = words.value.files;
  const isUnderWay = state === "transferring" || state === "interrupted";
  return (
    <div class="file-transfer" data-state={state}>
      <p class="file-state">
        {file instanceof SentFile && <span class="file-to">{say.to(file.peerName)}</span>} {fileState(file)}
        {isUnderWay && (
          // Nobody wants to hear every percent.
          <span class="file-percent" aria-live="off">
            {" "}
            {say.progress(percentOf(file), sizeWords(file.size))}
          </span>
        )}
      </p>
      {isUnderWay && <progress max={100} value={percentOf(file)} aria-label={say.progressOf(file.name)} />}
      <Answers file={file} />
    </div>
  );
}

function Answers({ file }: { file: FileView }) {
  const say = words.value.files;
  const button = (text: string, act: () => void, look = "") => (
    <button class={`button small ${look}`} type="button" aria-label={`${text} ${file.name}`} onClick={act}>
      {text}
    </button>
  );
  const answers: ComponentChildren[] = [];
  if (file instanceof OfferedFile && file.state.value === "offered")
    answers.push(
      button(say.accept, () => void file.accept(), "primary"),
      button(say.decline, () => file.decline()),
    );
  else if (!file.isOver.value) answers.push(button(say.cancel, () => file.cancel()));
  if (file instanceof OfferedFile && file.url.value)
    answers.push(
      <a
        class="button small primary"
        href={file.url.value}
        download={file.name}
        aria-label={`${say.save} ${file.name}`}
      >
        {say.save}
      </a>,
    );
  return answers.length > 0 ? <p class="file-answers">{answers}</p> : null;
}
