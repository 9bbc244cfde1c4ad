namespace RtcHub.Backplane;

/// <summary>What went on at a node of late: in the last minute, or since it started.</summary>
/// <param name="SignalsPerSecond">Signals that its clients sent and that went on their way.</param>
/// <param name="JoinsPerSecond">Joins of topics.</param>
/// <param name="RefusalsPerSecond">Calls that were refused, whatever the code.</param>
/// <param name="Handshakes">How its clients came to see their peers.</param>
internal sealed record NodeRates(double SignalsPerSecond, double JoinsPerSecond, double RefusalsPerSecond, HandshakeFigures Handshakes);

/// <summary>What clients have reported of their peer connections in the last minute.</summary>
/// <param name="Connected">How many came up.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="MedianMs">How long half of those that came up took; <see langword="null"/> when none did.</param>
/// <param name="P95Ms">How long all took but the slowest twentieth.</param>
internal sealed record HandshakeFigures(long Connected, long Failed, int? MedianMs, int? P95Ms);
