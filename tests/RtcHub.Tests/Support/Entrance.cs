namespace RtcHub.Tests.Support;

/// <summary>Where the clients of a test connect.</summary>
/// <param name="Url">The hub.</param>
/// <param name="Proxy">What is between them and the nodes, if anything is.</param>
internal sealed record Entrance(Uri Url, IDisposable? Proxy);
