using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RtcHub.Tests.Telemetry;

/// <summary>Takes what services send by OTLP over HTTP, and reads of it what tests look at.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _metrics = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<byte[]> _bodies = new();

    private OtlpCollector(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>The names of all metrics that came.</summary>
    public ICollection<string> Metrics => _metrics.Keys;

    public OtlpSpan[] Spans => [.. _spans];

    /// <summary>Everything that came.</summary>
    public byte[][] Bodies => [.. _bodies];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector._app.MapPost("/v1/metrics", (HttpContext context) => collector.TakeAsync(context, collector.ReadMetrics));
        collector._app.MapPost("/v1/traces", (HttpContext context) => collector.TakeAsync(context, collector.ReadSpans));
        collector._app.MapPost("/v1/logs", (HttpContext context) => collector.TakeAsync(context, _ => { }));
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Action<OtlpMessage> read)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _bodies.Enqueue(body.ToArray());
        read(new OtlpMessage(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>resource_metrics, scope_metrics, metrics: name.</summary>
    private void ReadMetrics(OtlpMessage request)
    {
        foreach (var metric in request.All(1).SelectMany(resource => resource.All(2)).SelectMany(scope => scope.All(2)))
            _metrics[metric.Text(1)] = true;
    }

    /// <summary>resource_spans: resource; scope_spans, spans: trace_id, span_id, parent_span_id, name, attributes.</summary>
    private void ReadSpans(OtlpMessage request)
    {
        foreach (var resource in request.All(1))
        {
            var node = resource.All(1).SelectMany(Attributes).Single(each => each.Key == "service.instance.id").Value;
            foreach (var span in resource.All(2).SelectMany(scope => scope.All(2)))
                _spans.Enqueue(new OtlpSpan(node, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.All(9).ToDictionary(KeyOf, ValueOf)));
        }

        static IEnumerable<(string Key, string Value)> Attributes(OtlpMessage of) => of.All(1).Select(each => (KeyOf(each), ValueOf(each)));
        static string KeyOf(OtlpMessage attribute) => attribute.Text(1);
        static string ValueOf(OtlpMessage attribute) => attribute.All(2).Single().Text(1);
    }
}

/// <summary>A span.</summary>
/// <param name="Node">Who sent it.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="SpanId">Itself.</param>
/// <param name="ParentId">What it belongs to; empty at the root.</param>
/// <param name="Name">What happened.</param>
/// <param name="Attributes">What is said of it.</param>
internal sealed record OtlpSpan(
    string Node, string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes);

/// <summary>The fields of a protobuf message that have a length: texts, bytes, messages.</summary>
internal sealed class OtlpMessage
{
    private readonly List<(int Field, ByteString Value)> _fields = [];

    public OtlpMessage(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                _fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes()));
            else
                input.SkipLastField();
        }
    }

    public IEnumerable<OtlpMessage> All(int field) => Values(field).Select(value => new OtlpMessage(value.ToByteArray()));

    public string Text(int field) => Values(field).FirstOrDefault()?.ToStringUtf8() ?? "";

    public string Hex(int field) => Convert.ToHexStringLower(Values(field).FirstOrDefault()?.ToByteArray() ?? []);

    private IEnumerable<ByteString> Values(int field) => _fields.Where(each => each.Field == field).Select(each => each.Value);
}
