/** Where a file can go: a file that the user chose or of the origin's own file system, or any stream of bytes. */
export type FileTarget = FileSystemFileHandle | WritableStream<Uint8Array<ArrayBuffer>>;

/** Takes the blocks of a file, one after the other. */
export interface FileSink {
  /** A written block is no longer looked at: it can be filled again, which spares the page much garbage. */
  readonly copies: boolean;
  write(block: Uint8Array<ArrayBuffer>): Promise<void>;
  /** All is there. Resolves with the file when it was kept here. */
  close(): Promise<Blob | null>;
  /** Lets go of what was written. */
  abort(): void;
}

export async function openSink(to: FileTarget | undefined, type: string): Promise<FileSink> {
  if (!to) return blobSink(type);
  if ("createWritable" in to) return streamSink(await to.createWritable(), true);
  return streamSink(to, false);
}

/** Each block becomes a Blob at once, which the browser keeps outside of the page's memory, on disk when it is much. */
function blobSink(type: string): FileSink {
  const blocks: Blob[] = [];
  return {
    copies: true,
    write: async (block) => void blocks.push(new Blob([block])),
    close: async () => new Blob(blocks, { type }),
    abort: () => void blocks.splice(0),
  };
}

function streamSink(stream: WritableStream<Uint8Array<ArrayBuffer>>, copies: boolean): FileSink {
  const writer = stream.getWriter();
  return {
    copies,
    write: (block) => writer.write(block),
    close: () => writer.close().then(() => null),
    abort: () => void writer.abort().catch(() => {}),
  };
}
