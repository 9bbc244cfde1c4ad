using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace RtcHub.Webhooks;

/// <summary>Makes one attempt to send an event. What the receiver answers beyond status and headers is not read.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, IOptions<RtcHubOptions> options, TimeProvider time)
{
    public const string ClientName = "RtcHub.Webhooks";

    /// <summary>The most that a receiver may hold everything up.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    private static readonly ProductInfoHeaderValue UserAgent = new(
        "RtcHub", typeof(WebhookSender).Assembly.GetName().Version?.ToString(fieldCount: 3));

    private readonly WebhookOptions _options = options.Value.Webhooks;
    private readonly WebhookSignature _signature = new(options.Value.Webhooks.Secrets);

    /// <summary>How requests are made: no redirects, no cookies, not much of an answer.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxResponseDrainSize = 65_536,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // names are looked up again
    };

    public async Task<WebhookAnswer> SendAsync(Webhook webhook, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = CreateRequest(webhook);
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Read(response);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new WebhookAnswer(WebhookOutcome.NotOurs);
        }
        catch (OperationCanceledException)
        {
            return new WebhookAnswer(WebhookOutcome.Failed, "no answer in time");
        }
        catch (HttpRequestException e)
        {
            return new WebhookAnswer(WebhookOutcome.Failed, e.HttpRequestError.ToString()); // its message has the address
        }
        catch (Exception e) // an application may put handlers of its own before ours
        {
            return new WebhookAnswer(WebhookOutcome.Failed, e.GetType().Name);
        }
    }

    private HttpRequestMessage CreateRequest(Webhook webhook)
    {
        var body = WebhookBody.Write(webhook, _options.IncludeMetadata);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Add("webhook-id", webhook.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", _signature.Sign(webhook.Id, timestamp, body));
        return request;
    }

    private WebhookAnswer Read(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return new WebhookAnswer(WebhookOutcome.Delivered);
        return response.StatusCode == HttpStatusCode.Gone
            ? new WebhookAnswer(WebhookOutcome.Gone)
            : new WebhookAnswer(
                WebhookOutcome.Failed, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), RetryAfter(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait > LongestRetryAfter ? LongestRetryAfter : wait;
    }
}
