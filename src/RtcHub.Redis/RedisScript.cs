using System.Security.Cryptography;
using System.Text;

namespace RtcHub.Redis;

/// <summary>A Lua script of <c>Scripts/</c>: one atomic step. Each says in its head what it takes and gives.</summary>
internal sealed class RedisScript
{
    private static readonly string RosterPrelude = Read("roster");

    private RedisScript(string name, bool withRoster)
    {
        Text = withRoster ? RosterPrelude + Read(name) : Read(name);
        // Redis names scripts by SHA-1; nothing rests on its strength.
#pragma warning disable CA5350
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
    }

    public static RedisScript Beat { get; } = new("beat", withRoster: false);

    public static RedisScript Forget { get; } = new("forget", withRoster: false);

    public static RedisScript Inherit { get; } = new("inherit", withRoster: false);

    public static RedisScript Join { get; } = new("join", withRoster: true);

    public static RedisScript Leave { get; } = new("leave", withRoster: true);

    public static RedisScript Lock { get; } = new("lock", withRoster: false);

    public static RedisScript Move { get; } = new("move", withRoster: true);

    public static RedisScript Register { get; } = new("register", withRoster: false);

    public static RedisScript Restore { get; } = new("restore", withRoster: true);

    public static RedisScript Take { get; } = new("take", withRoster: false);

    public static RedisScript Unlist { get; } = new("unlist", withRoster: false);

    public static RedisScript Update { get; } = new("update", withRoster: true);

    public static RedisScript Webhooks { get; } = new("webhooks", withRoster: false);

    public static IReadOnlyList<RedisScript> All { get; } = [Beat, Forget, Inherit, Join, Leave, Lock, Move, Register, Restore, Take, Unlist, Update, Webhooks];

    public string Text { get; }

    public byte[] Hash { get; }

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
