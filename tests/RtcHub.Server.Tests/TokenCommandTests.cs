using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RtcHub.Server.Tests;

/// <summary>The server's <c>token</c> command, as a process of its own: what people and scripts get.</summary>
public class TokenCommandTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly (string, string) OneKey = ("RtcHub__Tokens__Keys__k1", Convert.ToBase64String(Key));

    [Fact]
    public async Task It_prints_a_token_that_its_key_has_signed_and_nothing_else()
    {
        var (code, output, error) = await RunAsync(
            [OneKey], "--user", "ada", "--topic", "tea", "--topic", "team-*", "--grant", "moderate", "--grant", "signal", "--lifetime", "00:10:00", "--metadata", """{"name":"Ada"}""");

        (code, error).Should().Be((0, ""));
        var parts = output.TrimEnd().Split('.');
        parts.Should().HaveCount(3);
        var signature = HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        parts[2].Should().Be(Base64Url.EncodeToString(signature));
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(parts[1]));
        claims.GetProperty("sub").GetString().Should().Be("ada");
        claims.GetProperty("topics").GetRawText().Should().Be("""["tea","team-*"]""");
        claims.GetProperty("grants").GetRawText().Should().Be("""["signal","moderate"]""");
        claims.GetProperty("metadata").GetRawText().Should().Be("""{"name":"Ada"}""");
        claims.GetProperty("exp").GetInt64().Should().BeCloseTo(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600, 60);
    }

    [Fact]
    public async Task Without_a_key_it_says_where_one_belongs()
    {
        var (code, output, error) = await RunAsync([], "--user", "ada", "--topic", "tea");

        (code, output).Should().Be((1, ""));
        error.Should().Contain("RtcHub__Tokens__Keys__");
    }

    [Fact]
    public async Task With_several_keys_it_asks_which_and_tells_no_secret()
    {
        var (code, output, error) = await RunAsync([OneKey, ("RtcHub__Tokens__Keys__k2", OneKey.Item2)], "--user", "ada", "--topic", "tea");

        (code, output).Should().Be((1, ""));
        error.Should().Contain("k1, k2").And.NotContain(OneKey.Item2);
    }

    [Theory]
    [InlineData("--topic", "te*a")]
    [InlineData("--topic", "tea", "--lifetime", "1.00:00:01")]
    [InlineData("--topic", "tea", "--lifetime", "00:00:00")]
    [InlineData("--topic", "tea", "--metadata", "Ada")]
    [InlineData("--topic", "tea", "--grant", "admin")]
    public async Task What_the_service_would_not_take_is_not_signed(params string[] arguments)
    {
        var (code, output, error) = await RunAsync([OneKey], ["--user", "ada", .. arguments]);

        code.Should().Be(1);
        output.Should().NotContain("eyJ");
        error.Should().NotBeEmpty();
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "token", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
