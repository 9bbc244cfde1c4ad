import { createHmac, randomBytes } from "node:crypto";
import { Server } from "./server.ts";

const secret = randomBytes(32);

/** A server that lets people in by invitation. */
export function startInviting(): Promise<Server> {
  return Server.start("src/RtcHub.Server", { RtcHub__Tokens__Keys__k1: secret.toString("base64") });
}

export interface Invitation {
  user: string;
  topics: string[];
  grants?: string[];
  seconds?: number;
}

/** A join token for such a server. */
export function mint({ user, topics, grants = ["signal", "message"], seconds = 600 }: Invitation): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { sub: user, topics, grants, exp: Math.floor(Date.now() / 1000) + seconds };
  const signed = `${part({ alg: "HS256", typ: "JWT", kid: "k1" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
