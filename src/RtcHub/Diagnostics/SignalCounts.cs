using System.Diagnostics.Metrics;
using RtcHub.Backplane;

namespace RtcHub.Diagnostics;

/// <summary>What became of the signals that this node's clients sent, by kind, outcome and path.</summary>
internal sealed class SignalCounts
{
    private static readonly EnvelopeKind[] Kinds = Enum.GetValues<EnvelopeKind>();
    private static readonly SignalCode[] Codes = Enum.GetValues<SignalCode>();
    private static readonly SignalPath[] Paths = Enum.GetValues<SignalPath>();

    private readonly StripedCounts _counts = new(Kinds.Length * Codes.Length * Paths.Length);

    public void Add(EnvelopeKind kind, SignalCode outcome, SignalPath path) => _counts.Add(IndexOf(kind, outcome, path));

    /// <summary>How many had one of these outcomes.</summary>
    public long Count(Func<SignalCode, bool> outcomes) => (
        from kind in Kinds
        from code in Codes
        where outcomes(code)
        from path in Paths
        select _counts.Read(IndexOf(kind, code, path))).Sum();

    /// <summary>Those that there were.</summary>
    public IEnumerable<Measurement<long>> Measure() =>
        from kind in Kinds
        from code in Codes
        from path in Paths
        let count = _counts.Read(IndexOf(kind, code, path))
        where count > 0
        select new Measurement<long>(count, [new("kind", NameOf(kind)), new("outcome", CodeCounts.NameOf(code)), new("path", NameOf(path))]);

    public static string NameOf(EnvelopeKind kind) => kind.ToString().ToLowerInvariant();

    public static string NameOf(SignalPath path) => path.ToString().ToLowerInvariant();

    private static int IndexOf(EnvelopeKind kind, SignalCode code, SignalPath path) =>
        ((int)kind * Codes.Length + (int)code) * Paths.Length + (int)path;
}

/// <summary>Which way a signal went.</summary>
internal enum SignalPath
{
    /// <summary>None: it was refused before.</summary>
    None,

    /// <summary>To peers on its sender's node alone.</summary>
    Local,

    /// <summary>To another node too.</summary>
    Remote,
}
