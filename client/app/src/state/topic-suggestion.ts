const qualities =
  "amber bold brave bright calm clear cosy crisp early easy fair fresh gentle glad golden green happy honest kind light lively lucky merry mild misty neat noble quiet silver sunny warm wise";
const places =
  "bay beach bridge brook canyon cliff coast creek dune field fjord forest garden glade grove harbor hill island lagoon lake meadow mesa orchard path pier pond reef ridge river shore valley wood";
const animals =
  "badger bear beaver crane deer dolphin eagle falcon finch fox gecko hare heron ibex koala lark lynx marten moose newt otter owl panda puffin quail raven robin seal swan tern wolf wren";

// No letters that are mistaken for digits or for each other when the topic is read aloud.
const tail = "abcdefghjkmnpqrstuvwxyz23456789";

/** A topic that is easy to say and hard to guess (35 random bits: whoever knows the topic can join). */
export function suggestTopic(): string {
  const words = [qualities, places, animals].map((list) => pick(list.split(" ")));
  const end = Array.from({ length: 4 }, () => pick([...tail])).join("");
  return [...words, end].join("-");
}

function pick<T>(choices: readonly T[]): T {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return choices[random % choices.length] as T;
}
