/** One symbol of a safety code. */
export interface SafetyEmoji {
  /** The character itself. */
  emoji: string;
  /** In English, in lower case. */
  name: string;
}

/** 64 that look different and sound different. Their order is part of the code: both ends must have the same. */
export const safetyEmoji: readonly SafetyEmoji[] = [
  "🐶 dog|🐱 cat|🦁 lion|🐴 horse|🐷 pig|🐘 elephant|🐰 rabbit|🐼 panda",
  "🐧 penguin|🐢 turtle|🐟 fish|🐙 octopus|🦋 butterfly|🐌 snail|🐸 frog|🦉 owl",
  "🌻 sunflower|🌵 cactus|🍄 mushroom|🌲 tree|🍎 apple|🍌 banana|🍇 grapes|🍓 strawberry",
  "🍋 lemon|🍕 pizza|🎂 cake|🥕 carrot|🌽 corn|🧀 cheese|🥚 egg|🥐 croissant",
  "🌞 sun|🌙 moon|⭐ star|🌈 rainbow|⚡ lightning|🔥 fire|⛄ snowman|🌍 globe",
  "🚲 bicycle|🚂 train|🚁 helicopter|🚀 rocket|⛵ sailboat|🚗 car|🚜 tractor|🏠 house",
  "🔑 key|🔔 bell|☔ umbrella|🎁 present|⏰ clock|📕 book|📎 paperclip|🎩 hat",
  "🔨 hammer|💡 lamp|🎈 balloon|🎸 guitar|🥁 drum|🏆 trophy|⚓ anchor|👑 crown",
].flatMap((row) =>
  row.split("|").map((entry) => {
    const [emoji = "", name = ""] = entry.split(" ");
    return { emoji, name };
  }),
);
