/** Runs asynchronous steps one after the other, in the order in which they were asked for. */
export class Sequence {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `step` after all steps before it, whether they succeeded or not. */
  run<Result>(step: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => {});
    return result;
  }
}
