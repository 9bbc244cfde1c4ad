/** The server answered something that this page does not understand: it may be of another version. */
export class UnexpectedAnswer extends Error {}

/** The fields of a JSON object, read once and for all where they come in. */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(json: unknown) {
    if (typeof json !== "object" || json === null || Array.isArray(json))
      throw new UnexpectedAnswer("no object");
    this.#fields = json as Readonly<Record<string, unknown>>;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== "string") throw new UnexpectedAnswer(`${name} is no text`);
    return value;
  }

  textOrNull(name: string): string | null {
    return this.#isMissing(name) ? null : this.text(name);
  }

  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new UnexpectedAnswer(`${name} is no number`);
    return value;
  }

  numberOrNull(name: string): number | null {
    return this.#isMissing(name) ? null : this.number(name);
  }

  /** False where it is missing. */
  flag(name: string): boolean {
    return this.#fields[name] === true;
  }

  time(name: string): number {
    const at = Date.parse(this.text(name));
    if (Number.isNaN(at)) throw new UnexpectedAnswer(`${name} is no time`);
    return at;
  }

  timeOrNull(name: string): number | null {
    return this.#isMissing(name) ? null : this.time(name);
  }

  texts(name: string): string[] {
    return this.#list(name).map((value) => {
      if (typeof value !== "string") throw new UnexpectedAnswer(`${name} has more than texts`);
      return value;
    });
  }

  objects<T>(name: string, parse: (fields: Fields) => T): T[] {
    return this.#list(name).map((value) => parse(new Fields(value)));
  }

  object(name: string): Fields {
    return new Fields(this.#fields[name]);
  }

  /** Null for whatever is no object. */
  objectOrNull(name: string): Fields | null {
    const value = this.#fields[name];
    return typeof value === "object" && value !== null && !Array.isArray(value) ? new Fields(value) : null;
  }

  /** Empty for whatever is no text. */
  textOrEmpty(name: string): string {
    const value = this.#fields[name];
    return typeof value === "string" ? value : "";
  }

  #isMissing(name: string): boolean {
    return this.#fields[name] === undefined || this.#fields[name] === null;
  }

  #list(name: string): unknown[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) throw new UnexpectedAnswer(`${name} is no list`);
    return value;
  }
}
