using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RtcHub.Tests.Support;

/// <summary>
/// All that a node logs, at Trace. An error fails the test, and so does anything in it that is nobody's business
/// (<see cref="Canary"/>).
/// </summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public void AssertClean()
    {
        _errors.Should().BeEmpty("the server logs no error in a test");
        Canary.LeaksIn(_lines.Concat(Canary.TakeTelemetry())).Should().BeEmpty("nothing that clients said or were told is in a log, trace or metric");
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            log._lines.Enqueue(Describe(state));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            log._lines.Enqueue($"{category}[{eventId.Id}] {Describe(state)} {exception}");
            if (logLevel >= LogLevel.Error)
                log._errors.Enqueue($"{category}[{eventId.Id}] {formatter(state, exception)} {exception}");
        }

        /// <summary>What is filled into the message, without its own words: a client may say "one", and so may a log.</summary>
        private static string Describe(object? state) => state is IEnumerable<KeyValuePair<string, object?>> fields
            ? string.Join(' ', fields.Where(field => field.Key != "{OriginalFormat}").Select(field => $"{field.Key}={field.Value}"))
            : state?.ToString() ?? "";
    }
}
