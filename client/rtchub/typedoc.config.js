import { clientCodes, linkProblems, signalCodes } from "./dist/index.js";

/** Codes have their sentence as their value. */
const codes = Object.entries({ clientCodes, linkProblems, signalCodes }).flatMap(([name, all]) =>
  Object.keys(all).map((code) => `index.${name}.__type.${code}`),
);

/** What each of these is has its sentence; that it is constructed needs none. */
const constructors = ["index.ConnectOptions", "index.JoinOptions", "react.UseRoomOptions"].map(
  (options) => `${options}.webSocket.__type`,
);

// The API reference. A public symbol without a sentence is an error.
export default {
  name: "rtchub",
  entryPoints: ["src/index.ts", "src/react.ts"],
  tsconfig: "tsconfig.build.json",
  out: "../../artifacts/api",
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  treatValidationWarningsAsErrors: true,
  requiredToBeDocumented: [
    "Class",
    "Interface",
    "TypeAlias",
    "Variable",
    "Function",
    "Property",
    "Method",
    "Accessor",
  ],
  intentionallyNotDocumented: [...codes, ...constructors],
  intentionallyNotExported: ["Class", "Platform"],
};
