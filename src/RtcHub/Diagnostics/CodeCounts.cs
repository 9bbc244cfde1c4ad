using System.Diagnostics.Metrics;
using System.Text.Json;

namespace RtcHub.Diagnostics;

/// <summary>How often something ended with which code.</summary>
/// <param name="tag">What the code is called in a measurement.</param>
internal sealed class CodeCounts(string tag)
{
    private static readonly SignalCode[] Codes = Enum.GetValues<SignalCode>();

    private readonly StripedCounts _counts = new(Codes.Length);

    /// <summary>A code as it is on the wire.</summary>
    public static string NameOf(SignalCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());

    /// <summary>Whether that is an answer to who asked for something and did not get it.</summary>
    public static bool IsRefusal(SignalCode code) => code is not (SignalCode.Ok or SignalCode.Queued or SignalCode.Gap);

    public void Add(SignalCode code) => _counts.Add((int)code);

    public long Read(SignalCode code) => _counts.Read((int)code);

    /// <summary>Those that there were.</summary>
    public IEnumerable<Measurement<long>> Measure() =>
        from code in Codes
        let count = Read(code)
        where count > 0
        select new Measurement<long>(count, new KeyValuePair<string, object?>(tag, NameOf(code)));
}
