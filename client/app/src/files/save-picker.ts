/** https://wicg.github.io/file-system-access, which TypeScript's DOM types leave out. */
interface SavePicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

/** Where on disk the user wants a file: null when they would rather not, undefined where the browser cannot ask. */
export async function chooseTarget(suggestedName: string): Promise<FileSystemFileHandle | null | undefined> {
  try {
    return await (window as SavePicker).showSaveFilePicker?.({ suggestedName });
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") return null;
    console.warn(error); // a name that the browser will not suggest
    return undefined;
  }
}
