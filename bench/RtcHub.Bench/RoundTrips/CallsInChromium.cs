using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>Calls between pages of a real Chromium (<c>bench/yardsticks-npm/round-trips.mjs</c>).</summary>
internal static class CallsInChromium
{
    /// <summary>How many milliseconds each call took, by whose call it was.</summary>
    public static async Task<ILookup<string, double>> MeasureAsync(
        string chromium, ServerProcess rtcHub, ServerProcess peerJs, TimeSpan oneWay, int calls)
    {
        using var wayToRtcHub = new DelayProxy(rtcHub.EndPoint, oneWay);
        using var wayToPeerJs = new DelayProxy(peerJs.EndPoint, oneWay);
        string[] command =
        [
            .. Service.Node("round-trips.mjs"), chromium, wayToRtcHub.Url.ToString(), wayToPeerJs.Url.ToString(), calls.ToString(CultureInfo.InvariantCulture),
        ];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("Node did not start.");
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException("Chromium did not make the calls.");
        return lines.Select(line => JsonElement.Parse(line)).ToLookup(
            call => call.GetProperty("name").GetString()!, call => call.GetProperty("milliseconds").GetDouble());
    }
}
