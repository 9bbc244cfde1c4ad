using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RtcHub.Tests.Support;

/// <summary>A webhook as its receiver gets it, read as <c>docs/webhooks.md</c> and Standard Webhooks say.</summary>
internal sealed record Hook(string Id, string Timestamp, string[] Signatures, string? ContentType, string Text)
{
    public JsonElement Body { get; } = JsonElement.Parse(Text);

    public DateTimeOffset SentAt => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));

    public string Type => Body.GetProperty("type").GetString()!;

    public JsonElement Data => Body.GetProperty("data");

    public string Topic => Data.GetProperty("topic").GetString()!;

    public long Sequence => Data.GetProperty("sequence").GetInt64();

    public long Version => Data.GetProperty("version").GetInt64();

    public string PeerId => Data.GetProperty("peer").PeerId();

    public static async Task<Hook> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return new Hook(
            request.Headers["webhook-id"]!,
            request.Headers["webhook-timestamp"]!,
            request.Headers["webhook-signature"].ToString().Split(' '),
            request.ContentType,
            await reader.ReadToEndAsync());
    }

    /// <summary>Which of the signatures is right for a secret, or -1.</summary>
    public int FindSignature(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var right = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Text}")));
        return Array.IndexOf(Signatures, right);
    }
}
