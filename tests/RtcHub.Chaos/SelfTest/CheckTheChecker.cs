using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.SelfTest;

/// <summary>Does the checker bite? Each fabricated run breaks one promise, or none; the checker must say so, and nothing else.</summary>
internal static class CheckTheChecker
{
    public static bool Run()
    {
        Case[] cases = [.. MessageCases.All, .. RosterCases.All, .. ConnectionCases.All];
        var failures = 0;
        foreach (var one in cases)
        {
            var run = new FabricatedRun();
            one.Play(run);
            var broken = run.Check();
            if (broken.Select(found => found.Promise).ToHashSet().SetEquals(one.Promises))
                continue;

            failures++;
            Console.WriteLine($"UNNOTICED {one.Name}: expected {one.Promise ?? "nothing"}, found {Describe(broken)}");
        }

        Console.WriteLine($"RESULT {(failures == 0 ? "kept" : "BROKEN")} check-the-checker cases={cases.Length} broken={cases.Count(one => one.Promise is not null)} failures={failures}");
        return failures == 0;
    }

    private static string Describe(Broken[] broken) =>
        broken.Length == 0 ? "nothing" : string.Join("; ", broken.Select(found => $"{found.Promise}: {found.What}"));
}
