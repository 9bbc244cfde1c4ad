using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RtcHub.Webhooks;

namespace RtcHub.Tests.Webhooks;

/// <summary>What <c>docs/webhooks.md</c> tells receivers to do works, in each language.</summary>
public class SnippetTests
{
    private const string Next = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "webhooks.md"));

    private static readonly Dictionary<string, (string Program, string[] Arguments, string Use)> Runners = new()
    {
        ["js"] = ("node", ["--input-type=module", "-e"], """

            const [headers, body, secret] = process.argv.slice(1);
            console.log(verify(JSON.parse(headers), Buffer.from(body, "base64"), secret).type);
            """),
        ["python"] = ("python3", ["-c"], """

            import sys
            print(verify(json.loads(sys.argv[1]), base64.b64decode(sys.argv[2]), sys.argv[3])["type"])
            """),
    };

    [Theory]
    [InlineData("js")]
    [InlineData("python")]
    [InlineData("csharp")]
    public async Task What_is_signed_is_accepted_with_either_secret_and_nothing_else_is(string language)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var body = Encoding.UTF8.GetBytes("""{"type":"peer.joined","data":{"metadata":{ "name":"Ada 🫖" }}}""");
        var altered = Encoding.UTF8.GetBytes("""{"type":"peer.joined","data":{"metadata":{ "name":"Eve 🫖" }}}""");

        (await AcceptsAsync(language, now, body, body, HookReceiver.Secret)).Should().BeTrue();
        (await AcceptsAsync(language, now, body, body, Next)).Should().BeTrue();
        (await AcceptsAsync(language, now, body, altered, Next)).Should().BeFalse();
        (await AcceptsAsync(language, now - 400, body, body, Next)).Should().BeFalse();
        (await AcceptsAsync(language, now, body, body, "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).Should().BeFalse();
    }

    [Fact]
    public void The_csharp_of_the_page_is_what_is_tested()
    {
        var source = File.ReadAllText(PathOf("SnippetVerifier.cs")).ReplaceLineEndings("\n");
        var tested = source[(source.IndexOf("// begin\n", StringComparison.Ordinal) + 9)..source.IndexOf("    // end", StringComparison.Ordinal)];

        Snippet("csharp").Should().Be(tested);
    }

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);

    private static string Snippet(string language)
    {
        var start = Page.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static async Task<bool> AcceptsAsync(string language, long sentAt, byte[] signed, byte[] body, string secret)
    {
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = "evt_1",
            ["webhook-timestamp"] = sentAt.ToString(CultureInfo.InvariantCulture),
            ["webhook-signature"] = new WebhookSignature([HookReceiver.Secret, Next]).Sign("evt_1", sentAt, signed),
        };
        if (language == "csharp")
            return AcceptsHere(headers, body, secret);

        var (program, arguments, use) = Runners[language];
        var start = new ProcessStartInfo(
            program, [.. arguments, Snippet(language) + use, JsonSerializer.Serialize(headers), Convert.ToBase64String(body), secret])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        (await errors).Should().Match(text => text.Length == 0 || text.Contains("too old") || text.Contains("not signed"));
        return output.Trim() == "peer.joined" && process.ExitCode == 0;
    }

    private static bool AcceptsHere(Dictionary<string, string> headers, byte[] body, string secret)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
            dictionary[name] = value;
        try
        {
            return SnippetVerifier.Run(dictionary, body, secret).GetProperty("type").GetString() == "peer.joined";
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
