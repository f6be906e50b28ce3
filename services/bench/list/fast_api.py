"""FastAPI with SQLAlchemy, as their documentation shows: mapped classes, related rows loaded by selectinload."""
import base64
import json
import os
from datetime import datetime, timezone

import uvicorn
from fastapi import FastAPI, Response
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, and_, create_engine, or_
from sqlalchemy.orm import declarative_base, relationship, selectinload, sessionmaker

url = os.environ.get("DATABASE_URL")
if url:
    engine = create_engine(url.replace("mysql://", "mysql+pymysql://", 1), pool_size=10)
else:
    engine = create_engine("sqlite:///" + os.environ["LECTERN_DATA_DIR"] + "/lectern.sqlite", connect_args={"check_same_thread": False})
Base = declarative_base()
# SQLite keeps instants as milliseconds, MySQL as datetimes.
Instant = DateTime if url else Integer


class User(Base):
    __tablename__ = "user"
    id = Column(String(26), primary_key=True)
    username = Column(String)
    first_name = Column(String)
    last_name = Column(String)


class Booking(Base):
    __tablename__ = "booking"
    id = Column(String(26), primary_key=True)
    session_id = Column(String(26), ForeignKey("session.id"))
    trainee_id = Column(String(26), ForeignKey("user.id"))
    attendance = Column(String)
    created_at = Column(Instant)
    trainee = relationship(User)


class Session(Base):
    __tablename__ = "session"
    id = Column(String(26), primary_key=True)
    title = Column(String)
    starts_at = Column(Instant)
    duration_minutes = Column(Integer)
    status = Column(String)
    trainer_id = Column(String(26), ForeignKey("user.id"))
    trainer = relationship(User)
    bookings = relationship(Booking, order_by=(Booking.created_at, Booking.id))


sessions = sessionmaker(engine)
app = FastAPI()


def instant(value):
    moment = value if url else datetime.fromtimestamp(value / 1000, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def cursor_of(session):
    key = session.starts_at.strftime("%Y-%m-%d %H:%M:%S") if url else session.starts_at
    text = json.dumps([key, session.id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def person(user):
    return {"id": user.id, "username": user.username, "firstName": user.first_name, "lastName": user.last_name}


def page(after):
    with sessions() as work:
        query = work.query(Session).options(selectinload(Session.trainer), selectinload(Session.bookings).selectinload(Booking.trainee))
        if after:
            key, last_id = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
            query = query.filter(or_(Session.starts_at > key, and_(Session.starts_at == key, Session.id > last_id)))
        found = query.order_by(Session.starts_at, Session.id).limit(51).all()
        shown = found[:50]
        nodes = [
            {
                "id": session.id,
                "title": session.title,
                "startsAt": instant(session.starts_at),
                "durationMinutes": session.duration_minutes,
                "status": session.status,
                "trainer": person(session.trainer),
                "bookings": {"nodes": [{"id": b.id, "attendance": b.attendance, "trainee": person(b.trainee)} for b in session.bookings[:10]]},
            }
            for session in shown
        ]
        return {"nodes": nodes, "pageInfo": {"hasNextPage": len(found) > 50, "endCursor": cursor_of(shown[-1])}}


@app.get("/health/ready")
def ready():
    return {}


@app.post("/graphql")
def graphql(body: dict):
    text = json.dumps({"data": {"sessions": page(body["variables"].get("after"))}}, separators=(",", ":"), ensure_ascii=False)
    return Response(text, media_type="application/json")


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error", access_log=False)
