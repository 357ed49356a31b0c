from flask import Blueprint, jsonify
from flask_jwt_extended import get_jwt_identity, jwt_required

from bench.app.main import app

blueprint = Blueprint("bench", __name__, url_prefix="")


@blueprint.route("/hello", methods=["GET"])
def hello():
    return jsonify({"status": "ok"})


@blueprint.route("/protected", methods=["GET"])
@jwt_required
def protected():
    return jsonify({"identity": get_jwt_identity()})


@blueprint.route("/rider/<id>", methods=["GET"])
def rider(id):
    return jsonify(app.db.one("SELECT id, name, email FROM rider WHERE id = %(id)s", {"id": id}, back_as=dict))


@blueprint.route("/broken", methods=["GET"])
def broken():
    raise Exception("a secret of the piste")
