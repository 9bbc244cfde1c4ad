using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace RtcHub.Tests.Support;

/// <summary>An operator who knows only what <c>docs/operations.md</c> says of the management API.</summary>
internal sealed class ManagementClient(Uri server, string? key = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, "/api/v1/") };

    /// <summary>A name as it stands in a query.</summary>
    public static string Named(string topic) => "topic=" + Uri.EscapeDataString(topic);

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path);
        status.Should().Be(200, "{0}", body);
        return body;
    }

    /// <summary>The status, and the body if there is one. A refusal has to be problem details.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await SendAsync(request);
        if (!response.IsSuccessStatusCode)
            response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>All pages of a list, with at most <paramref name="limit"/> entries each.</summary>
    public async Task<List<JsonElement>> ReadAllAsync(string path, string list, int limit)
    {
        var entries = new List<JsonElement>();
        var page = path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + $"limit={limit}";
        for (var next = page; next is not null;)
        {
            var answer = await GetAsync(next);
            answer.GetProperty(list).GetArrayLength().Should().BeLessThanOrEqualTo(limit);
            entries.AddRange(answer.GetProperty(list).EnumerateArray());
            next = answer.TryGetProperty("next", out var cursor) ? $"{page}&after={cursor.GetString()}" : null;
        }

        return entries;
    }

    /// <summary>The live feed, event by event, until the enumeration ends.</summary>
    public async IAsyncEnumerable<(string Name, JsonElement Data)> WatchAsync(string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "events?" + query);
        using var response = await SendAsync(request);
        response.EnsureSuccessStatusCode();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            yield return (item.EventType, JsonElement.Parse(item.Data));
    }

    public void Dispose() => _http.Dispose();
}
