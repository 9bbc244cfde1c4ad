using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>What was measured, and on what.</summary>
internal static class Versions
{
    private static readonly string[] NpmPackages = ["peer", "socket.io", "@socket.io/redis-adapter"];

    public static IReadOnlyDictionary<string, string> Read()
    {
        var versions = new Dictionary<string, string>
        {
            ["RtcHub"] = FileVersionInfo.GetVersionInfo(Service.ServerAssembly).ProductVersion ?? "unknown",
            [".NET"] = Environment.Version.ToString(),
            ["system"] = RuntimeInformation.OSDescription,
            ["Node.js"] = AnswerOf("node", "--version"),
            ["Redis"] = AnswerOf("redis-server", "--version"),
        };
        var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Service.NpmYardsticks, "package-lock.json"))).RootElement.GetProperty("packages");
        foreach (var package in NpmPackages)
            versions[package] = locked.GetProperty($"node_modules/{package}").GetProperty("version").GetString()!;
        return versions;
    }

    private static string AnswerOf(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true })!;
            return process.StandardOutput.ReadToEnd().Trim();
        }
        catch (Win32Exception)
        {
            return "not installed";
        }
    }
}
