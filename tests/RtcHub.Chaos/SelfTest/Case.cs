namespace RtcHub.Chaos.SelfTest;

/// <summary>A fabricated run and the promise that it breaks; null when it breaks none, several with commas.</summary>
internal sealed record Case(string Name, string? Promise, Action<FabricatedRun> Play)
{
    public IEnumerable<string> Promises => Promise?.Split(", ") ?? [];
}
